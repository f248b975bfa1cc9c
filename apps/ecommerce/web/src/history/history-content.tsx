'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import { HistoryIcon, RetryIcon, StaleNotice, StateMessage, TroubleMessage, useTroubleWriter } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { type HistoryFilter } from '../api/client';
import { useText } from '../language/text';
import { isFiltered, NO_FILTER } from './history';
import { HistoryTile } from './history-tile';
import { type HistoryControls } from './use-history';
import { type Selection } from './use-selection';
import classes from './history.module.css';

export interface HistoryContentProps {
  readonly controls: HistoryControls;
  readonly filter: HistoryFilter;
  readonly onOpen: (recognition: Recognition) => void;
  readonly onMore: () => void;
  readonly onClear: (noFilter: HistoryFilter) => void;
  readonly selection: Selection;
}

export function HistoryContent({ controls, filter, onOpen, onMore, onClear, selection }: HistoryContentProps) {
  const { history, reload, refresh } = controls;
  const text = useText().history;
  const write = useTroubleWriter();
  if (history.items.length === 0) {
    if (history.kind === 'loading' || history.kind === 'loading-more') return <StateMessage kind="loading" />;
    if (history.trouble !== null) return <TroubleMessage trouble={history.trouble} onRetry={reload} />;
    // A search may have read its limit without a match, and continues from there.
    if (history.nextCursor !== null) return <SearchFurther onMore={onMore} />;
    return <NothingThere filtered={isFiltered(filter)} onClear={() => onClear(NO_FILTER)} />;
  }
  return (
    <>
      {history.stale !== null && <StaleNotice sinceMs={history.gotAtMs} trouble={history.stale} onRetry={refresh} />}
      <ul className={classes['grid']}>
        {history.items.map((recognition) => (
          <li key={recognition.id}>
            <HistoryTile
              recognition={recognition}
              fresh={history.fresh.has(recognition.id)}
              selected={selection.selecting ? selection.ids.has(recognition.id) : null}
              onOpen={() => (selection.selecting ? selection.toggle(recognition.id) : onOpen(recognition))}
            />
          </li>
        ))}
      </ul>
      <div className={classes['more']}>
        {history.trouble !== null && <p role="alert">{write(history.trouble).title}</p>}
        {(history.nextCursor !== null || history.trouble !== null) && (
          <Button
            variant="default"
            loading={history.kind === 'loading-more'}
            onClick={onMore}
            {...(history.trouble === null ? {} : { leftSection: <RetryIcon size={18} /> })}
          >
            {text.more}
          </Button>
        )}
      </div>
    </>
  );
}

function SearchFurther({ onMore }: { readonly onMore: () => void }) {
  const text = useText().history;
  return (
    <StateMessage
      kind="empty"
      icon={<HistoryIcon size={26} />}
      title={text.nothingYetTitle}
      actions={<Button onClick={onMore}>{text.searchFurther}</Button>}
    >
      <p>{text.nothingYetBody}</p>
    </StateMessage>
  );
}

function NothingThere({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const text = useText().history;
  return (
    <StateMessage
      kind="empty"
      icon={<HistoryIcon size={26} />}
      title={filtered ? text.emptyFilterTitle : text.emptyTitle}
      actions={
        filtered ? (
          <Button variant="default" onClick={onClear}>
            {text.clearFilters}
          </Button>
        ) : (
          <Button component={Link} href="/">
            {text.emptyAction}
          </Button>
        )
      }
    >
      <p>{filtered ? text.emptyFilterBody : text.emptyBody}</p>
    </StateMessage>
  );
}
