import { anyNumber, byType, count, flag, listOf, need, oneOf, type Rule, shape, someOf, words } from './check.ts'

const style: Rule = shape({ bold: flag, italic: flag, strike: flag, code: flag, underline: flag })

const inline: Rule = byType(
  {
    text: shape({ type: need(oneOf('text')), text: need(words()), style }),
    link: shape({ type: need(oneOf('link')), url: need(words()), text: words(), unsafe: flag, style }),
    emoji: shape({ type: need(oneOf('emoji')), name: need(words()), unicode: words(), url: words(), style }),
    user: shape({ type: need(oneOf('user')), user_id: need(words()), style }),
    channel: shape({ type: need(oneOf('channel')), channel_id: need(words()), style }),
    usergroup: shape({ type: need(oneOf('usergroup')), usergroup_id: need(words()), style }),
    team: shape({ type: need(oneOf('team')), team_id: need(words()), style }),
    broadcast: shape({ type: need(oneOf('broadcast')), range: need(oneOf('here', 'channel', 'everyone')), style }),
    color: shape({ type: need(oneOf('color')), value: need(words()), style }),
    date: shape({
      type: need(oneOf('date')),
      timestamp: need(anyNumber),
      format: need(words()),
      url: words(),
      fallback: words(),
      style,
    }),
  },
  'in rich text',
)

const border = oneOf(0, 1)
const section: Rule = shape({ type: need(oneOf('rich_text_section')), elements: need(listOf(inline)) })

const paragraph: Rule = byType(
  {
    rich_text_section: section,
    rich_text_list: shape({
      type: need(oneOf('rich_text_list')),
      style: need(oneOf('bullet', 'ordered')),
      elements: need(someOf(section)),
      indent: count(),
      offset: count(),
      border,
    }),
    rich_text_quote: shape({ type: need(oneOf('rich_text_quote')), elements: need(listOf(inline)), border }),
    rich_text_preformatted: shape({
      type: need(oneOf('rich_text_preformatted')),
      elements: need(listOf(inline)),
      border,
      language: words(),
    }),
  },
  'in a rich_text block',
)

export const richText: Rule = shape({
  type: need(oneOf('rich_text')),
  block_id: words('block_id'),
  elements: need(someOf(paragraph)),
})
