import type {
  ActionsBlock,
  Button,
  Checkboxes,
  ConfirmationDialog,
  ContextBlock,
  ConversationsSelect,
  Datepicker,
  ExternalSelect,
  FileInput,
  HeaderBlock,
  HomeView,
  InputBlock,
  KnownBlock,
  ModalView,
  MultiUsersSelect,
  NumberInput,
  Overflow,
  PlainTextElement,
  PlainTextInput,
  PlainTextOption,
  RadioButtons,
  RichTextBlock,
  SectionBlock,
  SectionBlockAccessory,
  StaticSelect,
  Timepicker,
  UsersSelect,
} from '@slack/types'
import { limits } from './limits.ts'

/** What is said in a conversation: blocks for the eye, and one whole sentence for notifications and screen readers. */
export interface Message {
  readonly text: string
  readonly blocks: NamedBlocks
}

/** `{room}.{thing}[.{situation}]`: what tells a message from all others, as the callback id does for a view. */
export type Name = `${string}.${string}`

/** Slack has no place for the name of a message, so its first block carries it as its id. */
export type NamedBlocks = [first: KnownBlock & { readonly block_id: Name }, ...rest: KnownBlock[]]

export interface Choice {
  readonly value: string
  readonly text: string
  readonly description?: string
}

export interface Spoken {
  readonly name: Name
  readonly text: string
  /** One at least. */
  readonly blocks: readonly [KnownBlock, ...KnownBlock[]] | readonly [...KnownBlock[], KnownBlock]
}

export function message({ name, text, blocks: [first, ...rest] }: Spoken): Message {
  return { text, blocks: [{ ...first, block_id: name }, ...rest] }
}

/** A sentence that stands for itself; a mention in it cannot be read aloud, so its plain text may differ. */
export function said(name: Name, marked: string, plain = unmarked(marked)): Message {
  return message({ name, text: plain, blocks: [section(marked)] })
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: true } }
}

/** A paragraph of mrkdwn. What people typed goes through `escaped` first. */
export function section(text: string, accessory?: SectionBlockAccessory): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text }, ...(accessory ? { accessory } : {}) }
}

/** A heading and its list; long lists go on in further sections, because text is never cut. */
export function listSections(heading: string, lines: readonly string[]): SectionBlock[] {
  const sections: string[] = []
  let current = heading
  for (const line of lines) {
    const bullet = `\n• ${line}`
    if (current.length + bullet.length > limits.sectionText) {
      sections.push(current)
      current = bullet.slice(1)
    } else current += bullet
  }
  return [...sections, current].map((text) => section(text))
}

/** Words that somebody typed, exactly as typed: no mention in them calls anybody, only whole addresses become links. */
export function typedText(heading: string, text: string): RichTextBlock {
  const words = text.split(/(https?:\/\/[^\s<>"]+)/u).filter(Boolean)
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: `${heading}\n`, style: { bold: true } },
          ...words.map((word) =>
            URL.canParse(word) && /^https?:/.test(word)
              ? { type: 'link' as const, url: word }
              : { type: 'text' as const, text: word },
          ),
        ],
      },
    ],
  }
}

/** Text that is to be copied: exactly as it is, nothing in it is formatted or called. */
export function preformatted(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }] }
}

export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.map((text) => ({ type: 'mrkdwn', text })) }
}

export function actions(...elements: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', elements }
}

export interface ButtonLooks {
  readonly value?: string
  readonly style?: 'primary' | 'danger'
  readonly url?: string
  /** Slack asks this before it sends the click. */
  readonly confirm?: ConfirmationDialog
}

export interface Confirmation {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no: string
}

/** Slack’s own small window before a deed that cannot be undone. */
export function confirmation({ title, text, yes, no }: Confirmation): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: title },
    text: { type: 'plain_text', text },
    confirm: { type: 'plain_text', text: yes },
    deny: { type: 'plain_text', text: no },
    style: 'danger',
  }
}

export function button(actionId: string, text: string, looks: ButtonLooks = {}): Button {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text }, ...looks }
}

export interface Field {
  readonly blockId: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
  /** Sends a click at every change, so that the window can be redrawn. */
  readonly dispatches?: boolean
}

export function input(field: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: field.blockId,
    label: { type: 'plain_text', text: field.label },
    element,
    ...(field.hint ? { hint: { type: 'plain_text', text: field.hint } } : {}),
    ...(field.optional ? { optional: true } : {}),
    ...(field.dispatches ? { dispatch_action: true } : {}),
  }
}

export function radios(actionId: string, choices: readonly Choice[], chosen?: string): RadioButtons {
  const options = choices.map(option)
  return { type: 'radio_buttons', action_id: actionId, options, ...initially(options, chosen) }
}

export function select(
  actionId: string,
  placeholder: string,
  choices: readonly Choice[],
  chosen?: string,
): StaticSelect {
  const options = choices.map(option)
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: { type: 'plain_text', text: placeholder },
    options,
    ...initially(options, chosen),
  }
}

/** The three dots: what is needed now and then. */
export function overflow(actionId: string, choices: readonly Choice[]): Overflow {
  return { type: 'overflow', action_id: actionId, options: choices.map(option) }
}

/** Boxes to tick; any number of them, none included. */
export function checkboxes(actionId: string, choices: readonly Choice[], chosen: readonly string[] = []): Checkboxes {
  const options = choices.map(option)
  const ticked = options.filter(({ value }) => chosen.includes(value ?? ''))
  return { type: 'checkboxes', action_id: actionId, options, ...(ticked.length > 0 ? { initial_options: ticked } : {}) }
}

/** A time of day, “09:00”. */
export function timepicker(actionId: string, placeholder: string, chosen?: string): Timepicker {
  return {
    type: 'timepicker',
    action_id: actionId,
    placeholder: plain(placeholder),
    ...(chosen ? { initial_time: chosen } : {}),
  }
}

/** A day, “2026-03-17”. */
export function datepicker(actionId: string, placeholder: string, chosen?: string): Datepicker {
  return {
    type: 'datepicker',
    action_id: actionId,
    placeholder: plain(placeholder),
    ...(chosen ? { initial_date: chosen } : {}),
  }
}

/** One person of the workspace; `chosen` is a Slack id. */
export function usersSelect(actionId: string, placeholder: string, chosen?: string): UsersSelect {
  return {
    type: 'users_select',
    action_id: actionId,
    placeholder: plain(placeholder),
    ...(chosen ? { initial_user: chosen } : {}),
  }
}

/** So many people of the workspace at most. */
export function multiUsersSelect(
  actionId: string,
  placeholder: string,
  most: number,
  chosen: readonly string[] = [],
): MultiUsersSelect {
  return {
    type: 'multi_users_select',
    action_id: actionId,
    placeholder: plain(placeholder),
    max_selected_items: most,
    ...(chosen.length > 0 ? { initial_users: [...chosen] } : {}),
  }
}

/** One channel, public or private, that the reader is in or can join. */
export function channelSelect(actionId: string, placeholder: string): ConversationsSelect {
  return {
    type: 'conversations_select',
    action_id: actionId,
    placeholder: plain(placeholder),
    filter: { include: ['public', 'private'], exclude_bot_users: true },
  }
}

/** A list too long to be drawn: its choices come while somebody types. */
export function searchSelect(actionId: string, placeholder: string, chosen?: Choice): ExternalSelect {
  return {
    type: 'external_select',
    action_id: actionId,
    placeholder: plain(placeholder),
    min_query_length: 2,
    ...(chosen ? { initial_option: option(chosen) } : {}),
  }
}

/** One file, by the endings of its name; Slack takes up to 10 MB. */
export function fileInput(actionId: string, endings: readonly string[]): FileInput {
  return { type: 'file_input', action_id: actionId, filetypes: [...endings], max_files: 1 }
}

export function numberInput(actionId: string, least: number, most: number, value?: number): NumberInput {
  return {
    type: 'number_input',
    action_id: actionId,
    is_decimal_allowed: false,
    min_value: String(least),
    max_value: String(most),
    ...(value === undefined ? {} : { initial_value: String(value) }),
  }
}

export function textLine(actionId: string, most: number, value?: string): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: actionId,
    max_length: most,
    ...(value ? { initial_value: value } : {}),
  }
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text }
}

export function textArea(actionId: string, most: number, value?: string): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: actionId,
    multiline: true,
    max_length: most,
    ...(value ? { initial_value: value } : {}),
  }
}

export interface Window {
  readonly callbackId: string
  readonly title: string
  readonly blocks: KnownBlock[]
  readonly submit?: string
  readonly close?: string
  /** Comes back with every click and submission; Slack signs it, the person’s machine can read it. */
  readonly metadata?: string
}

export function modal(window: Window): ModalView {
  return {
    type: 'modal',
    callback_id: window.callbackId,
    title: { type: 'plain_text', text: window.title },
    blocks: window.blocks,
    close: { type: 'plain_text', text: window.close ?? 'Close' },
    ...(window.submit ? { submit: { type: 'plain_text', text: window.submit } } : {}),
    ...(window.metadata ? { private_metadata: window.metadata } : {}),
  }
}

export function homeTab(callbackId: string, blocks: KnownBlock[]): HomeView {
  return { type: 'home', callback_id: callbackId, blocks }
}

/** Makes typed text harmless: nothing in it becomes a mention, a link or a format that calls somebody. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function mention(slackId: string): string {
  return `<@${slackId}>`
}

/** The characters as they were typed: Slack escapes a command’s text before it hands it over. */
export function asTyped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** The same text without mrkdwn’s marks: for the sentence beside blocks. */
export function unmarked(text: string): string {
  return text.replaceAll(/[*_`]/g, '')
}

function option(choice: Choice): PlainTextOption {
  return {
    value: choice.value,
    text: { type: 'plain_text', text: choice.text },
    ...(choice.description ? { description: { type: 'plain_text', text: choice.description } } : {}),
  }
}

/** Slack wants the chosen option repeated whole, description included. */
function initially(
  options: readonly PlainTextOption[],
  chosen: string | undefined,
): { initial_option?: PlainTextOption } {
  const found = options.find((candidate) => candidate.value === chosen)
  return found ? { initial_option: found } : {}
}
