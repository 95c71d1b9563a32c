import { record, records, words } from '../blocks/json.js'
import { directoryOf } from '../directory.js'

/**
 * @import { Json } from '../blocks/json.js'
 * @import { Directory, Person } from '../blocks/surface.js'
 */

/** Whoever views mention, out of GET /control/state. Nobody reads them: the dates are in UTC. @param {Json} state @returns {Directory} */
export function directoryFrom(state) {
  return directoryOf('', records(state.users).map(personFrom), [])
}

/** @param {Json} user @returns {Person} */
function personFrom(user) {
  return {
    id: words(user.id),
    handle: words(user.name),
    name: words(record(user.profile).real_name) || words(user.name),
    title: '',
    zone: words(user.tz) || null,
    story: null,
    isBot: user.is_bot === true,
    isDeleted: user.deleted === true,
    isGuest: user.is_restricted === true,
    isAdmin: user.is_admin === true,
    isInvited: false,
    isStranger: user.is_stranger === true,
    status: null,
  }
}
