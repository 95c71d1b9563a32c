import type { Company } from '../../sandbox/company.ts'

/** A workspace with so many people whom the app has never written to. */
export function drillCompany(workspace: number, people: number): Company {
  const team = `T0DRILL${workspace}`
  return {
    team: { id: team, name: `Drill ${workspace}`, domain: `drill-${workspace}` },
    people: Array.from({ length: people }, (_, index) => ({
      id: `U${workspace}DRILL${String(index + 1).padStart(5, '0')}`,
      handle: `somebody${index + 1}`,
      realName: `Somebody ${index + 1}`,
      ...(index === 0 ? { isAdmin: true } : {}),
    })),
    channels: [{ id: `C${workspace}GENERAL`, name: 'general' }],
  }
}
