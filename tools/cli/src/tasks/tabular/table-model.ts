import { type StoredModel } from '@lintel/core-ml';
import { type TableManifest } from '@lintel/core-ml/tables';

export type TableModel = StoredModel<TableManifest['task']>;
