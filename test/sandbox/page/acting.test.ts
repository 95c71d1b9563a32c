import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { useActing } from '../../../sandbox/page/acting.js'
import type { Surface } from '../../../sandbox/page/blocks/surface.js'
import { directory } from './drawn.ts'

/** A surface, and the deeds that came of it. */
function startSurface(kind: Surface['kind']) {
  const done: string[] = []
  const note = async (path: string) => {
    done.push(path)
    return {}
  }
  let made: Surface | undefined
  function Probe() {
    made = useActing({
      kind,
      where: {},
      values: {},
      directory,
      deeds: { do: note, look: note, type: () => {}, flush: async () => {} },
      openPerson: () => {},
      openChannel: () => {},
      ...(kind === 'modal' ? { submit: () => void done.push('submit') } : {}),
    }).surface
    return null
  }
  render(html`<${Probe} />`)
  if (!made) throw new Error('Nothing was drawn, expected a surface.')
  return { surface: made, done }
}

describe('Enter in a field', () => {
  const element = { type: 'plain_text_input', action_id: 'name' }

  it.each([
    ['submits a window', 'modal', {}, ['submit']],
    ['tells the app that listens for it', 'modal', { dispatch_action: true }, ['/control/click']],
    ['leaves the field of a message', 'message', {}, ['/control/click']],
  ] as const)('%s', (_, kind, more, deeds) => {
    const { surface, done } = startSurface(kind)
    surface.enter({ block_id: 'b', ...more }, element, 'Ivan')
    expect(done).toEqual(deeds)
  })
})
