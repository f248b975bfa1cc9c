import { type DriftReport } from '@lintel/contracts';
import { bySeverity, measuresOf, psiOverTime } from './measures';

const distance = { ks: { statistic: 0.1, pValue: 0.02 }, mean: 0.5, referenceMean: 0.4 };

function report(psi: number | null, brightness: 'stable' | 'drift' = 'stable'): DriftReport {
  return {
    examples: 200,
    enough: true,
    features: [
      { name: 'brightness', ...distance, psi, status: brightness },
      // A vertical may give a feature any name.
      { name: 'confidence', ...distance, psi: 0.3, status: 'watch' },
    ],
    outcome: { kind: 'category', psi: 0.05, pValue: 0.4, categories: [], status: 'stable' },
    confidence: { ...distance, psi: 0.2, status: 'unknown' },
    latency: null,
    unsureShare: 0,
    status: 'watch',
  };
}

describe('the measures of a window', () => {
  it('include answers, confidence and every feature, none under the key of another', () => {
    const measures = measuresOf(report(0.1));
    expect(measures.map(({ key }) => key)).toEqual([
      'outcome',
      'confidence',
      'feature/brightness',
      'feature/confidence',
    ]);
    expect(measures.map(({ pValue }) => pValue)).toEqual([0.4, 0.02, 0.02, 0.02]);
  });

  it('are sorted with the worst first', () => {
    expect(bySeverity(measuresOf(report(0.5, 'drift'))).map(({ status }) => status)).toEqual([
      'drift',
      'watch',
      'stable',
      'unknown',
    ]);
  });

  it('are shown over time, with a gap if nothing was seen or the feature was not measured', () => {
    const bare = { ...report(0.1), features: [] };
    expect(psiOverTime([report(0.1), report(null), bare, report(0.4)], 'feature/brightness')).toEqual([
      0.1,
      null,
      null,
      0.4,
    ]);
  });
});
