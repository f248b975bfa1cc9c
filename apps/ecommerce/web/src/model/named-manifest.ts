import { type ModelManifest } from '@lintel/contracts';
import { type ClassName } from '../classes/use-class-name';

/** A manifest with class names in the reader's language, also in its evaluation. */
export function namedManifest(manifest: ModelManifest, nameOf: ClassName): ModelManifest {
  const { classNames, evaluation } = manifest;
  return {
    ...manifest,
    classNames: classNames.map(nameOf),
    evaluation:
      evaluation === null
        ? null
        : {
            ...evaluation,
            classNames: evaluation.classNames.map(nameOf),
            classes: evaluation.classes.map((report) => ({ ...report, className: nameOf(report.className) })),
          },
  };
}
