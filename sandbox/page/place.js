import { useEffect, useState } from 'preact/hooks'

/**
 * Where somebody is: `#/U…/C…`, `#/U…/home`, `#/U…/messages`. In the address, so that two windows are two people.
 * @typedef {{ user: string | null, at: string | null }} Place
 */

/** @returns {Place} */
function placeNow() {
  const [, user = null, at = null] = location.hash.split('/')
  return { user: user || null, at: at || null }
}

/** @param {string} user @param {string} at */
export function addressOf(user, at) {
  return `${location.pathname}${location.search}#/${user}/${at}`
}

/** @param {string} user @param {string} at */
export function goTo(user, at) {
  location.hash = `#/${user}/${at}`
}

/** As `goTo`, for an address that leads nowhere by itself: Back does not come by here again. @param {string} user */
export function settleAs(user) {
  location.replace(addressOf(user, ''))
}

/**
 * The tab of the app that a `slack://app` address means; undefined when it leads anywhere else.
 * @param {string} url
 * @param {string} team
 * @param {string} app
 * @returns {'home' | 'messages' | undefined}
 */
export function tabIn(url, team, app) {
  const [, asked = ''] = url.match(/^slack:\/\/app\/?\?(.*)$/i) ?? []
  const query = new URLSearchParams(asked)
  const tab = query.get('tab')
  if (query.get('team') !== team || query.get('id') !== app) return undefined
  return tab === 'home' || tab === 'messages' ? tab : undefined
}

/** @returns {Place} */
export function usePlace() {
  const [place, setPlace] = useState(placeNow)
  useEffect(() => {
    const moved = () => setPlace(placeNow())
    addEventListener('hashchange', moved)
    return () => removeEventListener('hashchange', moved)
  }, [])
  return place
}
