export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './database/embedded-postgres';
export { createDatabase, isDatabaseReachable, runMigrations, type DatabaseOptions } from './database/database';
export { isDatabaseUnavailable } from './database/database-failure';
export {
  Column,
  DataSource,
  DeleteDateColumn,
  Entity,
  Index,
  LessThan,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type MigrationInterface,
  type QueryRunner,
  type FindOptionsWhere,
  type Repository,
} from './database/orm';
export { writeAtomically } from './loaders/atomic-file';
export {
  cacheDecoded,
  type CacheDecodedOptions,
  type DecodedDataset,
  type PictureSource,
  type UnreadablePicture,
} from './loaders/cache-decoded';
export { openCifar10Binary } from './loaders/cifar10-binary';
export { type DecodeProgress, type PictureDecoder } from './loaders/decode-examples';
export { openFashionMnist, type FashionMnistOptions, type FashionMnistProgress } from './loaders/fashion-mnist';
export { openIdx, type IdxFiles } from './loaders/idx';
export { openImageFolder, type ImageFolder, type ImageFolderOptions, type PictureEntry } from './loaders/image-folder';
export { MemoryDataset, type MemoryDatasetContent } from './loaders/memory-dataset';
export { splitByParts } from './splits/split-by-parts';
export { splitByTime } from './splits/split-by-time';
export { splitDataset, type SplitOptions } from './splits/split-dataset';
export { type DatasetPart, type SplitShares } from './splits/split-shares';
export { subset } from './splits/subset';
