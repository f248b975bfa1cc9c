import { wasRefused, withoutRefusal } from './refused-in-address';

it('a failed sign-in at the identity provider is read from the address, and the rest of it is kept', () => {
  const search = '?className=boot&sign-in-refused=SIGN_IN_REFUSED';
  expect(wasRefused(search)).toBe(true);
  expect(withoutRefusal({ pathname: '/history/', search, hash: '#a' })).toBe('/history/?className=boot#a');
  expect(withoutRefusal({ pathname: '/', search: '?sign-in-refused=X', hash: '' })).toBe('/');
  expect(wasRefused('?className=boot')).toBe(false);
});
