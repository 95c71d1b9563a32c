import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { secondsOf, wallTime } from './text/date.js'
import { dayAndTime, isReal, timeNow } from './time.js'

/** @import { Json } from './blocks/json.js' */
/** @import { Control } from './control.js' */
/** @import { Clock } from './time.js' */

/** @type {readonly (readonly [number, string])[]} */
const SPEEDS = [
  [1, '1×'],
  [60, '60×'],
  [3600, '3600×'],
]

/** @type {readonly (readonly [string, string])[]} */
const LEAPS = [
  ['1h', '+1 hour'],
  ['1d', '+1 day'],
  ['morning', 'Next morning'],
  ['quarter', 'Next quarter'],
]

/**
 * The workspace's day and time, in the side bar, and what moves it.
 * @param {{ clock: Clock, zone: string, control: Control }} props
 */
export function ClockControl({ clock, zone, control }) {
  const [isOpen, setOpen] = useState(false)
  const { day, time } = dayAndTime(useTicking(clock), zone)
  return html`
    <section class="clock" aria-label="Time">
      <button class="clock-face" type="button" aria-expanded=${isOpen} aria-controls="clock-moves" onClick=${() => setOpen(!isOpen)}>
        <span class="hint">Time</span>
        <span class="clock-time"><span>${day}</span> <span>${time}</span></span>
        <span class="clock-pace">${paceOf(clock)}</span>
        <span aria-hidden="true">${isOpen ? '▾' : '▸'}</span>
      </button>
      <div id="clock-moves" hidden=${!isOpen}>
        ${isOpen && html`<${ClockMoves} clock=${clock} zone=${zone} control=${control} />`}
      </div>
    </section>
  `
}

/** @param {Clock} clock */
function paceOf(clock) {
  if (clock.rate === 0) return 'frozen'
  if (clock.rate !== 1) return `${clock.rate}×`
  return isReal(clock) ? 'real time' : 'moved'
}

/** The time now, again every second; faster when it runs faster. @param {Clock} clock */
function useTicking(clock) {
  const [, tick] = useState(0)
  useEffect(() => {
    if (clock.rate === 0) return
    const timer = setInterval(() => tick((count) => count + 1), clock.rate === 1 ? 1000 : 200)
    return () => clearInterval(timer)
  }, [clock.rate])
  return timeNow(clock)
}

/** @param {{ clock: Clock, zone: string, control: Control }} props */
function ClockMoves({ clock, zone, control }) {
  const [typed, setTyped] = useState(/** @type {string | null} */ (null))
  const { doing, said, move } = useMoving(control, () => setTyped(null))
  // Until somebody types, the field goes with the time.
  const wall = typed ?? wallTime(timeNow(clock) / 1000, zone)
  const seconds = secondsOf(wall, zone)
  const chosen = seconds === null ? undefined : new Date(seconds * 1000).toISOString()
  const isPlaying = doing === 'play'
  const isFrozen = clock.rate === 0
  const press = (/** @type {string} */ words, /** @type {Json} */ body, /** @type {Json} */ more = {}) =>
    html`<button key=${words} type="button" disabled=${isPlaying} onClick=${() => move(body)} ...${more}>${words}</button>`
  return html`
    <div class="clock-row" role="group" aria-label="Speed">
      ${
        isPlaying
          ? html`<button type="button" onClick=${() => move({ rate: 0 })}>Stop here</button>`
          : press(isFrozen ? 'Run' : 'Freeze', { rate: isFrozen ? 1 : 0 })
      }
      ${SPEEDS.map(([rate, words]) => press(words, { rate }, { 'aria-pressed': clock.rate === rate }))}
    </div>
    <div class="clock-row" role="group" aria-label="Jump">
      ${LEAPS.map(([advance, words]) => press(words, { advance }))}
    </div>
    <div class="clock-row" role="group" aria-label="To a moment">
      <input
        type="datetime-local" aria-label=${`Day and time, ${zone}`} value=${wall}
        onInput=${(/** @type {any} */ event) => setTyped(event.target.value)}
      />
      ${press('Set', { set: chosen ?? '' }, { disabled: isPlaying || !chosen })}
      ${press('Play until', { play: chosen ?? '' }, { disabled: isPlaying || !chosen })}
      ${press('Play until a round has closed', { play: 'round' })}
    </div>
    <p class="hint" role="status">${said}</p>
  `
}

const HINT = 'A jump skips what lies between; “Play until” runs through it. Mornings are the first admin’s.'

const CAUGHT_UP = 'Done; an app that follows this clock has caught up.'

/**
 * One move at a time; a `play` can be stopped by another.
 * @param {Control} control
 * @param {() => void} done
 */
function useMoving(control, done) {
  const [doing, setDoing] = useState('')
  const [said, setSaid] = useState(HINT)
  const move = async (/** @type {Json} */ body) => {
    const [kind = ''] = Object.keys(body)
    setDoing(kind)
    setSaid(kind === 'play' ? 'Time is running there, from one due moment to the next…' : 'The app catches up…')
    const words = await control.post('/control/clock', body).then(
      () => {
        done()
        return kind === 'play' ? 'Played; an app that follows has done what came due.' : CAUGHT_UP
      },
      (error) => String(error.message),
    )
    setDoing((now) => (now === kind ? '' : now))
    setSaid(words)
  }
  return { doing, said, move }
}
