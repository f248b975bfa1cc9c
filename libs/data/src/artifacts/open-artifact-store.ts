import type { ArtifactSettings } from './artifact-settings';
import type { ArtifactStore } from './artifact-store';
import { FolderArtifactStore } from './folder-artifact-store';
import { S3ArtifactStore } from './s3-artifact-store';

/** The place that is configured; see `readArtifactSettings`. Nothing is connected before it is used. */
export function openArtifactStore(settings: ArtifactSettings): ArtifactStore {
  return 's3' in settings ? new S3ArtifactStore(settings.s3) : new FolderArtifactStore(settings.folder);
}
