import { PERMISSIONS } from '@lintel/contracts';
import { english } from '../language/english/english';
import { scopeGroups } from './scope-groups';

it('every permission can be ticked once, in a group and with a description', () => {
  const groups = scopeGroups();
  expect(groups.flatMap(([, permissions]) => permissions).sort()).toEqual([...PERMISSIONS].sort());
  expect(groups.map(([group]) => group).sort()).toEqual(Object.keys(english.accounts.group).sort());
  expect(Object.keys(english.accounts.permission).sort()).toEqual([...PERMISSIONS].sort());
});
