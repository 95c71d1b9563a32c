import { useEffect, useState } from 'preact/hooks'
import { list, record, records, words, wordsOf } from './json.js'
import { optionsOf } from './values.js'

/**
 * @import { Json } from './json.js'
 * @import { Directory, Surface } from './surface.js'
 */

/**
 * Something that can be picked. `search` is what typing is compared with.
 * @typedef {{ value: string, label: string, more: string, search: string, group?: string }} Offer
 */

/**
 * What a combobox has to offer: at once, or asked for while one types.
 * @typedef {{ offers: readonly Offer[], note: string, isFiltered: boolean }} Offered
 */

/** How long the typing must rest before the app is asked. */
const REST_MS = 250

/**
 * @param {Surface} surface @param {Json} block @param {Json} element @param {string} typed
 * @param {boolean} isOpen @returns {Offered}
 */
export function useOffers(surface, block, element, typed, isOpen) {
  const isExternal = words(element.type).endsWith('external_select')
  const asked = useExternal(surface, block, element, typed, isOpen && isExternal)
  return isExternal ? asked : { offers: fixedOffers(surface.directory, element), note: '', isFiltered: false }
}

/** @param {Directory} directory @param {Json} element @returns {readonly Offer[]} */
export function fixedOffers(directory, element) {
  const kind = words(element.type)
  if (kind.endsWith('users_select')) return directory.people.filter((person) => !person.isDeleted).map(personOffer)
  if (kind.endsWith('channels_select')) return channelOffers(directory, ['channel'])
  if (kind.endsWith('conversations_select')) return channelOffers(directory, kindsWanted(element))
  const groups = records(element.option_groups)
  if (groups.length === 0) return optionsOf(element).map((option) => optionOffer(option))
  return groups.flatMap((group) => records(group.options).map((option) => optionOffer(option, wordsOf(group.label))))
}

/**
 * What stands in the field already, even where nobody offers it any more.
 * @param {Surface} surface @param {readonly Offer[]} offers @param {readonly Json[]} kept options of the state
 * @param {string} value @returns {Offer}
 */
export function offerOf(surface, offers, kept, value) {
  const found = offers.find((offer) => offer.value === value)
  if (found) return found
  const option = kept.find((each) => each.value === value)
  if (option) return optionOffer(option)
  const person = surface.directory.person(value)
  if (person) return personOffer(person)
  const channel = surface.directory.channel(value)
  return { value, label: channel ? `#${channel.name}` : value, more: '', search: value }
}

/** @param {readonly Offer[]} offers @param {string} typed */
export function matching(offers, typed) {
  const wanted = typed.trim().toLowerCase().replace(/^[@#]/, '')
  return wanted === '' ? offers : offers.filter(({ search }) => search.includes(wanted))
}

/** @param {Json} option @param {string} [group] @returns {Offer} */
function optionOffer(option, group) {
  const label = wordsOf(option.text)
  const more = wordsOf(option.description)
  return { value: words(option.value), label, more, search: label.toLowerCase(), ...(group ? { group } : {}) }
}

/** @param {Directory['people'][number]} person @returns {Offer} */
function personOffer({ id, name, handle, title }) {
  return {
    value: id,
    label: name,
    more: [`@${handle}`, title].filter(Boolean).join(' · '),
    search: `${name} ${handle}`.toLowerCase(),
  }
}

/** @param {Directory} directory @param {readonly string[]} kinds @returns {Offer[]} */
function channelOffers(directory, kinds) {
  const wanted = directory.channels.filter(({ kind, isArchived }) => kinds.includes(kind) && !isArchived)
  return wanted.map(({ id, name, kind }) => {
    const label = kind === 'channel' || kind === 'group' ? `#${name}` : name || 'Direct message'
    return { value: id, label, more: kind === 'group' ? 'private' : '', search: name.toLowerCase() }
  })
}

/** @param {Json} element */
function kindsWanted(element) {
  const include = list(record(element.filter).include).map(words)
  if (include.length === 0) return ['channel', 'group', 'im', 'mpim']
  return include.map((kind) => ({ public: 'channel', private: 'group' })[kind] ?? kind)
}

/**
 * @param {Surface} surface @param {Json} block @param {Json} element @param {string} typed
 * @param {boolean} isWanted @returns {Offered}
 */
function useExternal(surface, block, element, typed, isWanted) {
  const [offers, setOffers] = useState(/** @type {readonly Offer[]} */ ([]))
  const [note, setNote] = useState('')
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3
  const missing = least - typed.trim().length
  useEffect(() => {
    if (!isWanted) return undefined
    if (missing > 0) {
      setOffers([])
      setNote(`Type ${missing} more ${missing === 1 ? 'letter' : 'letters'}.`)
      return undefined
    }
    let isStale = false
    const show = (/** @type {readonly Offer[]} */ found, /** @type {string} */ words) => {
      if (isStale) return
      setOffers(found)
      setNote(words)
    }
    show([], 'Looking…')
    const timer = setTimeout(() => {
      surface.optionsFor(block, element, typed).then(
        ({ options }) =>
          show(
            options.map((option) => optionOffer(option)),
            '',
          ),
        (error) => show([], error instanceof Error ? error.message : 'The list did not come.'),
      )
    }, REST_MS)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [isWanted, typed, missing])
  return { offers, note, isFiltered: true }
}
