import { type ModelVersion } from '@lintel/contracts';
import { classRecalls } from './class-recalls';

const version = (classes: Record<string, [support: number, recall: number]> | null): ModelVersion =>
  ({
    manifest: {
      task: 'image-classification',
      evaluation:
        classes === null
          ? null
          : {
              classes: Object.entries(classes).map(([className, [support, recall]]) => ({
                className,
                support,
                recall,
              })),
            },
    },
  }) as unknown as ModelVersion;

describe('classRecalls', () => {
  it('shows the versions side by side with their largest difference', () => {
    const [boot] = classRecalls([version({ boot: [50, 0.5] }), version({ boot: [50, 0.75] })]);
    expect(boot).toEqual({ className: 'boot', support: 50, recalls: [0.5, 0.75], spread: 0.25 });
  });

  it('has no recall if a class was never tested, is unknown to a version, or nothing was evaluated', () => {
    const rows = classRecalls([version({ boot: [0, 0] }), version(null), version({ boot: [9, 1], bag: [5, 0.4] })]);
    expect(rows.map(({ recalls }) => recalls)).toEqual([
      [null, null, 1],
      [null, null, 0.4],
    ]);
    expect(rows.map(({ spread }) => spread)).toEqual([0, 0]);
  });
});
