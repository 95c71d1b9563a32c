/**
 * What Slack refuses above, so that nothing is drawn past it. Sizes are characters; sources are Slack’s reference pages
 * for blocks, composition objects, modals and chat.postMessage.
 */
export const limits = {
  /** Slack waits this long for an answer, and a trigger lives as long. */
  ackMs: 3_000,
  buttonText: 75,
  messageBlocks: 50,
  /** Longer texts are stored cut; the sentence beside blocks is far shorter. */
  messageText: 4_000,
  optionDescription: 75,
  optionText: 75,
  /** Carries the form from step to step. */
  privateMetadata: 3_000,
  sectionText: 3_000,
  viewBlocks: 100,
  /** One open window and two pushed on top of it. */
  viewStack: 3,
  viewTitle: 24,
} as const
