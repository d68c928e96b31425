import { expect, test } from 'vitest'
import { CaseInputError } from '#shared/domain/statistics/cases/inputs.ts'
import { runStatisticsCase } from '#shared/domain/statistics/cases/run.ts'

const arms = { control: { successes: 1, n: 2 }, variant: { successes: 1, n: 2 } }

test.each([
  ['an unknown family', { family: 'anova', inputs: {} }, 'family'],
  ['a family that objects have anyway', { family: 'constructor', inputs: {} }, 'family'],
  ['missing inputs', { family: 'srm', inputs: null }, 'inputs.observed'],
  [
    'a text for a number',
    { family: 'two_proportion', inputs: { ...arms, alpha: '5 %' } },
    'inputs.alpha',
  ],
  [
    'more successes than units',
    { family: 'two_proportion', inputs: { ...arms, control: { successes: 3, n: 2 } } },
    'inputs.control.successes',
  ],
  [
    'a hole in a list',
    { family: 'mann_whitney', inputs: { control: [1, null], variant: [1] } },
    'inputs.control[1]',
  ],
  [
    'an unknown option',
    { family: 'group_sequential', inputs: { boundary: 'haybittle', information_fractions: [1] } },
    'inputs.boundary',
  ],
])('%s is refused with the name of the field', (_, wrong, field) => {
  try {
    runStatisticsCase({ id: 'case-1', ...wrong })
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(CaseInputError)
    expect((error as CaseInputError).field).toBe(field)
    expect((error as CaseInputError).message).toContain(field)
  }
})

test('id and family come back with the results', () => {
  const answer = runStatisticsCase({
    id: 'x-1',
    family: 'paired',
    inputs: { both_success: 0, control_only: 0, variant_only: 0, both_fail: 3 },
  })
  expect(answer).toMatchObject({ id: 'x-1', family: 'paired', results: { p_exact: 1, chi2: null } })
  expect(answer.reasons!.chi2).toContain('agree')
})

test('a discrete simulation is read whatever its lists are called', () => {
  const answer = runStatisticsCase({
    id: 'sim-x',
    family: 'simulation',
    metric: {
      type: 'discrete',
      values: [0, 0.5, 1],
      probs: [
        [0.2, 0.3, 0.5],
        [0.1, 0.2, 0.7],
      ],
      higher_is_better: true,
    },
    users_per_day_by_arm: [50, 50],
    horizon_days: 4,
    look_days: [2, 4],
    rule: 'always_valid',
    alpha: 0.05,
    correction: 'none',
    n_star: 400,
  } as never)
  expect(answer.results.true_best_arm_index).toBe(1)
})
