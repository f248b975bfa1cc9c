'use client';

import { type ErasureReport } from '@lintel/contracts';
import { StatusBadge, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { useHoldingName } from './holding-name';
import classes from './privacy.module.css';

/** What was removed, and which models were trained on it. */
export function ErasureReportView({ report: { erased, models } }: { readonly report: ErasureReport }) {
  const text = useText().privacy;
  const { format } = useLanguage();
  const nameOf = useHoldingName();
  const removed = erased.filter(({ count }) => count > 0);
  return (
    <div className={classes['report']}>
      <section aria-label={text.erased}>
        <h4 className={classes['small']}>{text.erased}</h4>
        {removed.length === 0 ? (
          <p className={classes['plain']}>{text.erasedNothing}</p>
        ) : (
          <ul>
            {removed.map(({ kind, count }) => (
              <li key={kind}>{`${format.integer(count)} × ${nameOf(kind)}`}</li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label={text.models}>
        <h4 className={classes['small']}>{text.models}</h4>
        {models.length === 0 ? (
          <p className={classes['plain']}>{text.noModels}</p>
        ) : (
          <>
            <ul>
              {models.map(({ modelName, versionId, number, examples, answersAs }) => (
                <li key={versionId} className={classes['model']}>
                  <Link href={addressOf.version(versionId)}>{text.model(modelName, format.integer(number))}</Link>
                  <span>{text.examples(examples, format.integer(examples))}</span>
                  {answersAs !== null && <StatusBadge tone="warn">{text.answersAs[answersAs]}</StatusBadge>}
                </li>
              ))}
            </ul>
            {models.some(({ answersAs }) => answersAs !== null) && <p className={classes['hint']}>{text.retrain}</p>}
          </>
        )}
      </section>
    </div>
  );
}
