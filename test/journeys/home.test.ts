import { expect, test } from 'vitest'
import { fillForm, goOn } from '../support/form.ts'
import { startJourney } from '../support/journey.ts'
import { wordsIn } from '../support/person.ts'

const journey = await startJourney({ contact: 'U0ANNALIND' })

test('a first visit says what this is, who sees it, and leads into the form', async () => {
  const pavel = journey.as('U0PAVELDOR')
  const seen = await pavel.home()
  const words = wordsIn(seen.view)
  expect(words).toContain('NATS Level')
  expect(words).toContain(
    'See where you stand with NATS and JetStream, and what the next level asks. About two minutes.',
  )
  expect(words).toContain('*Who sees your level:* only you.')
  expect(words).toContain('Questions? Ask <@U0ANNALIND>.')
  const form = await pavel.click('Set my level', { in: 'home' })
  expect(form.view?.callback_id).toBe('assessment.step-level')
})

test('what levels ask can be read before any answer, role by role', async () => {
  const grace = journey.as('U0GRACEOKO')
  await grace.home()
  const elixir = await grace.click('Read what levels ask', { in: 'home' })
  expect(elixir.view?.title.text).toBe('What levels ask')
  expect(wordsIn(elixir.view)).toContain('• Optimizes subject hierarchies for multi-tenant OTP applications.')
  const go = await grace.click('assessment.browse.role', { value: 'Backend Developer (Go)' })
  expect(wordsIn(go.view)).toContain(
    '*Senior (3 of 5)*\n• Designs high-throughput NATS/JetStream architectures in Go services.',
  )
  expect(wordsIn(go.view)).toContain('Expectations of 17 March 2026')
})

test('the page follows what its owner records', async () => {
  const ivan = journey.as('U0IVANPET')
  await ivan.home()
  await fillForm(ivan)
  await ivan.close()
  const published = (await journey.journal()).filter(
    (entry) => entry.kind === 'api' && entry.method === 'views.publish',
  )
  expect(JSON.stringify(published.at(-1))).toContain('*Middle (2 of 5) · Backend Developer (Go)*')
  const form = await ivan.click('Update', { in: 'home' })
  expect(form.view?.callback_id).toBe('assessment.step-level')
  await goOn(ivan, { level: 'Senior (3 of 5)' })
  const [row] = await journey.database.sql(
    "select via from assessment a join person p on p.id = a.person_id where p.slack_id = 'U0IVANPET' order by nth desc limit 1",
  )
  expect(row?.via).toBe('home')
})

test('nobody’s page is drawn who has never opened it', async () => {
  const jonas = journey.as('U0JONASWEB')
  await fillForm(jonas)
  const published = (await journey.journal()).filter(
    (entry) => entry.kind === 'api' && entry.method === 'views.publish',
  )
  expect(JSON.stringify(published)).not.toContain('U0JONASWEB')
})

test('the three dots hold what is needed now and then: settings, one’s own data, and help', async () => {
  const tomas = journey.as('U0TOMASREG')
  await fillForm(tomas)
  await tomas.close()
  const { view } = await tomas.home()
  const menu = JSON.stringify(view?.blocks).match(/"type":"overflow".*?\]/)?.[0] ?? ''
  expect([...menu.matchAll(/"text":"([^"]+)"/g)].map(([, text]) => text)).toEqual([
    'Settings',
    'Export my data',
    'Erase my data',
    'Help',
  ])
  expect((await tomas.click('home.more', { in: 'home', value: 'Settings' })).view?.title.text).toBe('Settings')
  await tomas.close()
  const help = await tomas.click('home.more', { in: 'home', value: 'Help' })
  expect(help.view?.title.text).toBe('Help')
  expect(wordsIn(help.view)).toContain('`/nats-level history` tells how you moved')
})

test('history and what the next level asks open in windows', async () => {
  const ines = journey.as('U0INESMOUR')
  await fillForm(ines)
  await ines.close()
  await ines.home()
  expect((await ines.click('History', { in: 'home' })).view?.title.text).toBe('Your history')
  await ines.close()
  expect((await ines.click('What Senior asks', { in: 'home' })).view?.title.text).toBe('What comes next')
})
