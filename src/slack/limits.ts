/** What Slack refuses above, so that nothing is drawn past it. From Slack’s reference pages for blocks and modals. */
export const limits = {
  /** Milliseconds Slack waits for an answer; a trigger lives as long. */
  ack: 3_000,
  /** Characters in the text of one section. */
  sectionText: 3_000,
  /** Windows on top of each other: one open, two pushed. */
  viewStack: 3,
} as const
