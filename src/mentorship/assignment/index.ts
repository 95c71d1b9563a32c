export { assign } from './assign.ts'
export { check, type Verdict } from './check.ts'
export {
  type Alternative,
  type Amount,
  type Explanations,
  explain,
  explainPeople,
  type LeftOut,
  type WhyNot,
} from './explain.ts'
export {
  assignPeople,
  type Gap,
  type PeopleOptions,
  type PeopleSolution,
  type Progress,
} from './people/assign-people.ts'
export { checkPeople } from './people/check-people.ts'
export { problemOf } from './people/pairs.ts'
export type { Couples, Mentees, Mentors, People, Side, Weights } from './people/people.ts'
export { type Reasons, reasonsOf, type Term } from './people/terms.ts'
export type { Certificate, Cover, Pairs, Problem, Solution } from './problem.ts'
export { type SolveOptions, solve, solvePeople } from './solve.ts'
