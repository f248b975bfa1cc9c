import { checkPassword } from './password-check';

const LONG = 'four words in a row';

it.each([
  [{ current: '', next: LONG, again: LONG }, { current: 'passwordMissing' }],
  [{ current: 'x', next: 'eleven char', again: 'eleven char' }, { next: 'tooShort' }],
  [{ current: 'x', next: 'x'.repeat(201), again: 'x'.repeat(201) }, { next: 'tooLong' }],
  [{ current: LONG, next: LONG, again: LONG }, { next: 'unchanged' }],
  [{ current: 'x', next: LONG, again: `${LONG} ` }, { again: 'different' }],
  [{ current: 'x', next: LONG, again: LONG }, {}],
])('a new password is validated before it is sent: %j', (draft, faults) => {
  expect(checkPassword(draft)).toEqual(faults);
});
