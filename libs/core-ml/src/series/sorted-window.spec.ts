import { createRandom } from '@lintel/contracts';
import { quantileOf } from '../numbers/quantile';
import { SortedWindow } from './sorted-window';

it('knows the nearest number and the quantiles of what it holds, whatever was added and taken out', () => {
  const random = createRandom(5, 'window');
  const window = new SortedWindow(20);
  const held: number[] = [];
  for (let step = 0; step < 500; step += 1) {
    if (held.length === 20 || (held.length > 0 && random.int(3) === 0)) {
      window.remove(held.splice(random.int(held.length), 1)[0]!);
    } else {
      held.push(random.int(30));
      window.add(held.at(-1)!);
    }
    const value = random.int(30);
    const sorted = held.slice().sort((one, other) => one - other);
    expect(window.count).toBe(held.length);
    if (held.length === 0) continue;
    expect(window.distanceTo(value)).toBe(Math.min(...held.map((one) => Math.abs(one - value))));
    expect(window.quantile(0.3)).toBe(quantileOf(sorted, 0.3));
  }
});

it('has no distance to anything while it is empty', () => {
  expect(new SortedWindow(3).distanceTo(1)).toBeNaN();
});
