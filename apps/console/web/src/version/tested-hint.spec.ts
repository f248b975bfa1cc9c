import { type ModelManifest } from '@lintel/contracts';
import { version as words } from '../language/english/version';
import { testedHint } from './tested-hint';

const manifest = (fittedToAll?: boolean) => ({ dataset: { fittedToAll } }) as Pick<ModelManifest, 'dataset'>;

it('the test examples of a model that was fitted to all of them are said to be tested by other models', () => {
  expect(testedHint(manifest(), words)).toBe('not seen in training');
  expect(testedHint(manifest(true), words)).toBe('by models fitted without them');
});
