import { type ManifestOf } from '@lintel/contracts';
import { type ClassName } from '../classes/use-class-name';

/** A manifest with class names in the reader's language, also in its evaluation. */
export function namedManifest(
  manifest: ManifestOf<'image-classification'>,
  nameOf: ClassName,
): ManifestOf<'image-classification'> {
  const { reading, evaluation } = manifest;
  return {
    ...manifest,
    reading: { ...reading, classNames: reading.classNames.map(nameOf) },
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
