import { checkSignIn } from './sign-in-check';

it.each([
  ['', '', { name: 'nameMissing', password: 'passwordMissing' }],
  ['two words', 'x', { name: 'nameInvalid' }],
  [' Ada ', 'x', {}],
])('the name %j with the password %j is told what is missing before anybody is asked', (name, password, faults) => {
  expect(checkSignIn(name, password)).toEqual(faults);
});
