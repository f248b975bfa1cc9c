import { useLanguage } from '@lintel/ui';
import { useText } from '../language/text';
import { type Removed } from './job-result';
import classes from './jobs.module.css';

/** Limit up to which a preview counts. */
const MOST_COUNTED = 100_000;

/** How many rows of each kind retention removed, or would remove. */
export function RemovedList({ removed }: { readonly removed: readonly Removed[] }) {
  const text = useText().schedules.retention;
  const { format } = useLanguage();
  const kinds: Readonly<Record<string, string>> = text.kinds;
  return (
    <ul className={classes['removed']}>
      {removed
        .filter((one) => one.removed > 0)
        .map(({ what, removed: rows, keptDays }) => (
          <li key={what}>
            <span>{kinds[what] ?? what}</span>
            {keptDays !== null && <small>{text.afterDays(format.integer(keptDays))}</small>}
            <strong>{rows >= MOST_COUNTED ? text.atLeast(format.integer(rows)) : format.integer(rows)}</strong>
          </li>
        ))}
    </ul>
  );
}
