'use client';

import { type TableClassAnswer, type TableReason } from '@lintel/contracts';
import { useLanguage, useMessages } from '../../language/language-provider';
import { ContributionBars } from '../contribution-bars';
import { writeNumber } from '../write-number';
import { ROW_WORDS } from './answer-words';
import classes from '../answer.module.css';

export type ReasonBarsProps = Pick<TableClassAnswer, 'reasons' | 'base' | 'reasonUnit' | 'unseen'>;

/** What each column adds to the answer, the largest contribution first. */
export function ReasonBars({ reasons, base, reasonUnit, unseen }: ReasonBarsProps) {
  const { format } = useLanguage();
  const text = useMessages(ROW_WORDS);
  const writeValue = (value: TableReason['value']): string =>
    value === null ? text.missing : typeof value === 'number' ? writeNumber(format, value) : value;
  return (
    <>
      <ContributionBars
        title={text.reasons}
        caption={text.reasonsCaption(writeNumber(format, base), text.units[reasonUnit])}
        bars={reasons.map(({ column, value, contribution }) => ({
          ...{ name: column, detail: writeValue(value), contribution },
        }))}
      />
      {unseen.length > 0 && (
        <p className={classes['doubt']}>{text.unseen(format.list(unseen.map(text.unseenValue)))}</p>
      )}
    </>
  );
}
