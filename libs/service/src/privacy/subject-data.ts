import { LabelledPictures, SubjectKeys, SubjectVault } from '@lintel/data';
import { type Platform } from '../platform/platform';
import { dataKeysOf, type PrivacyConfig } from './privacy-config';

/** How a vertical stores the data about its subjects. */
export interface SubjectData {
  readonly vault: SubjectVault;
  readonly pictures: LabelledPictures;
}

/** @throws LintelError INVALID_CONFIGURATION if the master key does not belong to this database */
export async function openSubjectData(
  vertical: string,
  { database, artifacts }: Pick<Platform, 'database' | 'artifacts'>,
  config: PrivacyConfig,
): Promise<SubjectData> {
  const keys = new SubjectKeys(database, dataKeysOf(config));
  await keys.check();
  const vault = new SubjectVault(keys, vertical);
  return { vault, pictures: new LabelledPictures(database, artifacts, vault) };
}
