import { LabelledPictures, SubjectKeys, SubjectVault } from '@lintel/data';
import { type Platform } from '../platform/platform';
import { dataKeysOf, type PrivacyConfig } from './privacy-config';

/** How a vertical keeps what it knows of its subjects. */
export interface SubjectData {
  readonly vault: SubjectVault;
  readonly pictures: LabelledPictures;
}

/** @throws LintelError INVALID_CONFIGURATION where the master key is not the one of this database */
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
