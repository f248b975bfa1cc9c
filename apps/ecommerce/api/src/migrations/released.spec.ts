import { migrationProblems } from '@lintel/data/testing/released-migrations';

it('the released migrations of the app are as they were released', () => {
  expect(migrationProblems(__dirname, { add: process.env['RELEASE_MIGRATIONS'] === '1' })).toEqual([]);
});
