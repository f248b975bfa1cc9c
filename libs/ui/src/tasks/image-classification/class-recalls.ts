import { type ModelVersion } from '@lintel/contracts';

export interface ClassRecalls {
  readonly className: string;
  /** From the first version that has the class. */
  readonly support: number;
  /** One a version, in order; null if it has no test example of the class. */
  readonly recalls: readonly (number | null)[];
  /** Highest minus lowest, in [0, 1]. */
  readonly spread: number;
}

/** The recall of each class for every version. */
export function classRecalls(versions: readonly Pick<ModelVersion, 'manifest'>[]): ClassRecalls[] {
  const reports = versions.map(
    ({ manifest }) =>
      new Map(
        manifest.task === 'image-classification'
          ? manifest.evaluation?.classes.map((report) => [report.className, report])
          : [],
      ),
  );
  const names = new Set(reports.flatMap((report) => [...report.keys()]));
  return [...names].map((className) => {
    const found = reports.map((report) => report.get(className));
    const recalls = found.map((report) => (report === undefined || report.support === 0 ? null : report.recall));
    const known = recalls.filter((recall) => recall !== null);
    return {
      className,
      support: found.find((report) => report !== undefined)?.support ?? 0,
      recalls,
      spread: known.length < 2 ? 0 : Math.max(...known) - Math.min(...known),
    };
  });
}
