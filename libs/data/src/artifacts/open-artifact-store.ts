import type { ArtifactSettings } from './artifact-settings';
import type { ArtifactStore } from './artifact-store';
import { FolderArtifactStore } from './folder-artifact-store';
import { S3ArtifactStore } from './s3-artifact-store';

/** Opens the configured store; see `readArtifactSettings`. Connects on first use. */
export function openArtifactStore(settings: ArtifactSettings): ArtifactStore {
  return 's3' in settings ? new S3ArtifactStore(settings.s3) : new FolderArtifactStore(settings.folder);
}
