import { checkSignIn } from './sign-in-check';

it.each([
  ['', '', { name: 'nameMissing', password: 'passwordMissing' }],
  ['two words', 'x', { name: 'nameInvalid' }],
  [' Ada ', 'x', {}],
])('the name %j with the password %j is validated before it is sent', (name, password, faults) => {
  expect(checkSignIn(name, password)).toEqual(faults);
});
