import { type Headline } from '@lintel/contracts';
import { figureKeys } from './figure-columns';

const figure = (key: string): Headline => ({ key, value: 1, interval: null, unit: 'number', better: 'higher' });

describe('figureKeys', () => {
  it('are the most important figures of all versions, each once', () => {
    const versions = [
      { headlines: [] },
      { headlines: [figure('rmse'), figure('mae')] },
      { headlines: [figure('rmse'), figure('mae'), figure('r2'), figure('later')] },
    ];
    expect(figureKeys(versions)).toEqual(['rmse', 'mae', 'r2']);
  });

  it('are none if no version was evaluated', () => {
    expect(figureKeys([{ headlines: [] }])).toEqual([]);
  });
});
