import { type ModelVersion } from '@lintel/contracts';
import { useLanguage } from '@lintel/ui';
import { useText } from '../language/text';

/** "Version 7" in the reader's language, one a version. */
export function useVersionNames(versions: readonly Pick<ModelVersion, 'number'>[]): string[] {
  const text = useText().models;
  const { format } = useLanguage();
  return versions.map(({ number }) => text.versionTitle(format.integer(number)));
}
