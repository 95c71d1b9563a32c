import { isRecord, records, sameJson, text } from '../json.ts'
import type { LimitName } from '../limits.ts'
import { type Also, byType, type Fault, fault, flag, need, oneOf, type Rule, shape, someOf, words } from './check.ts'

/** Composition objects: texts, options, confirm dialogs, images. */

export function plainText(name: LimitName): Rule {
  return shape({ type: need(oneOf('plain_text')), text: need(words(name)), emoji: flag })
}

function markdownText(name: LimitName): Rule {
  return shape({ type: need(oneOf('mrkdwn')), text: need(words(name)), verbatim: flag })
}

export function anyText(name: LimitName): Rule {
  return byType({ plain_text: plainText(name), mrkdwn: markdownText(name) }, 'of text')
}

export const confirm: Rule = shape({
  title: need(plainText('confirm title')),
  text: need(anyText('confirm text')),
  confirm: need(plainText('confirm confirm')),
  deny: need(plainText('confirm deny')),
  style: oneOf('primary', 'danger'),
})

const plainOption: Rule = shape({
  text: need(plainText('option text')),
  value: need(words('option value')),
  description: plainText('option description'),
})

/** Radio buttons and checkboxes may be written in mrkdwn. */
const richOption: Rule = shape({
  text: need(anyText('option text')),
  value: need(words('option value')),
  description: anyText('option description'),
})

const linkOption: Rule = shape({
  text: need(plainText('option text')),
  value: need(words('option value')),
  description: plainText('option description'),
  url: words('option url'),
})

export const option = { plain: plainOption, rich: richOption, link: linkOption }

export const optionGroup: Rule = shape({
  label: need(plainText('select group label')),
  options: need(someOf(plainOption, 'select group options')),
})

/** What can be picked, groups laid flat. */
export function optionsOf(element: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return [...records(element.options), ...records(element.option_groups).flatMap((group) => records(group.options))]
}

/** Two options of one value could not be told apart by whoever reads the answer. */
export const distinctOptions: Also = (element, at) => {
  const values = optionsOf(element).map((each) => text(each.value))
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  return twice === undefined ? [] : fault(at, `option values must be unique, found "${twice}" twice`)
}

/** `initial_option` and `initial_options` must equal an option to the last property, or the whole view is refused. */
export const knownInitialOptions: Also = (element, at) => {
  const options = optionsOf(element)
  const isKnown = (candidate: unknown): boolean => options.some((each) => sameJson(each, candidate))
  const single = element.initial_option
  const several = records(element.initial_options)
  return [
    ...(isRecord(single) && !isKnown(single) ? unknownInitial(`${at}/initial_option`) : []),
    ...several.flatMap((each, index) => (isKnown(each) ? [] : unknownInitial(`${at}/initial_options/${index}`))),
  ]
}

function unknownInitial(at: string): readonly Fault[] {
  return fault(at, 'must equal one of the options exactly, description included')
}

const slackFile: Rule = shape({ id: words(), url: words() }, (file, at) =>
  (file.id === undefined) === (file.url === undefined) ? fault(at, 'must have either id or url') : [],
)

export const imageSource = {
  image_url: words('image image_url'),
  slack_file: slackFile,
  alt_text: need(words('image alt_text')),
}

export const eitherImageSource: Also = (image, at) =>
  (image.image_url === undefined) === (image.slack_file === undefined)
    ? fault(at, 'must have either image_url or slack_file')
    : []

export const imageElement: Rule = shape({ type: need(oneOf('image')), ...imageSource }, eitherImageSource)
