import { below, eachWhole, refuse, refuseFallingCosts, sameLength, whole } from '../problem.ts'
import type { Couples, People, Side, Weights } from './people.ts'

const minutesOfDay = 1_440

/** @throws RangeError that says where, what was found and what was expected. */
export function refuseMalformedPeople(people: People): void {
  const { mentees, mentors, topicCount, forbidden, met, weights, slotCosts = [] } = people
  const [menteeCount, mentorCount] = [mentees.role.length, mentors.role.length]
  whole('people.topicCount', topicCount)
  refuseSide('people.mentees', mentees)
  refuseSide('people.mentors', mentors)
  refuseTopics('people.mentees.needs', mentees.needs, menteeCount * topicCount, weights.topic.length)
  const offers = Math.max(0, ...weights.topic.map((row) => row.length))
  refuseTopics('people.mentors.offers', mentors.offers, mentorCount * topicCount, offers)
  if (mentees.waited) refuseColumn('people.mentees.waited', mentees.waited, menteeCount)
  refuseColumn('people.mentors.capacity', mentors.capacity, mentorCount)
  refuseCouples('people.forbidden', forbidden, menteeCount, mentorCount)
  refuseCouples('people.met', met, menteeCount, mentorCount)
  refuseWeights(weights)
  refuseFallingCosts('people.slotCosts', slotCosts)
}

function refuseSide(name: string, { role, level, begins, lasts }: Side): void {
  for (const [column, values] of Object.entries({ level, begins, lasts }))
    sameLength(`${name}.${column}`, values.length, role.length, `as many as ${name}.role`)
  begins.forEach((minute, at) => {
    below(`${name}.begins[${at}]`, minute, minutesOfDay, 'the minutes of a day')
  })
  lasts.forEach((minutes, at) => {
    below(`${name}.lasts[${at}]`, minutes, minutesOfDay + 1, 'more than a day')
  })
}

function refuseTopics(name: string, values: Uint8Array, expected: number, known: number): void {
  sameLength(name, values.length, expected, 'topicCount for each person')
  values.forEach((value, at) => {
    below(`${name}[${at}]`, value, known, 'what weights.topic has points for')
  })
}

function refuseColumn(name: string, values: Int32Array, expected: number): void {
  sameLength(name, values.length, expected, 'one for each person')
  eachWhole(name, values)
}

function refuseCouples(name: string, { mentee, mentor }: Couples, mentees: number, mentors: number): void {
  sameLength(`${name}.mentor`, mentor.length, mentee.length, `as many as ${name}.mentee`)
  mentee.forEach((who, at) => {
    below(`${name}.mentee[${at}]`, who, mentees, 'the number of mentees')
  })
  mentor.forEach((who, at) => {
    below(`${name}.mentor[${at}]`, who, mentors, 'the number of mentors')
  })
}

function refuseWeights({ topic, levelsApart, ...single }: Weights): void {
  topic.forEach((row, need) => {
    eachWhole(`people.weights.topic[${need}]`, row)
  })
  eachWhole('people.weights.levelsApart', levelsApart)
  for (const [name, points] of Object.entries(single)) whole(`people.weights.${name}`, points)
  if (single.mostHours > 24) refuse('people.weights.mostHours', single.mostHours, 'at most the 24 hours of a day')
}
