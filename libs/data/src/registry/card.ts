import {
  type DatasetVersion,
  type GateReport,
  type ManifestOf,
  type ModelManifest,
  type TaskId,
} from '@lintel/contracts';
import { type CardWords } from './model-card-english';

export interface ModelCardContent {
  /** Title for people: "Product recogniser". */
  readonly title: string;
  readonly modelName: string;
  readonly manifest: ModelManifest;
  /** Null if the model was not trained on a registered dataset version. */
  readonly datasetVersion: DatasetVersion | null;
  /** Null until the gates were evaluated. */
  readonly gateReport: GateReport | null;
  /** One paragraph: the purpose and the intended users. */
  readonly intendedUse: string;
  /** One sentence each: when not to trust the model. Limits found by the evaluation are added. */
  readonly limits: readonly string[];
}

/** The content of the card of a task's model, and the texts of its language. */
export interface Card<Id extends TaskId = TaskId> {
  readonly content: Omit<ModelCardContent, 'manifest'> & { readonly manifest: ManifestOf<Id> };
  readonly words: CardWords;
  /** A name that labels gave, such as that of a class, in the reader's language. */
  readonly classTitle: (name: string) => string;
}
