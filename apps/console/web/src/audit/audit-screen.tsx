'use client';

import { PLATFORM_VERTICAL } from '@lintel/contracts';
import { PageHead, StateMessage, useLanguage } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useSearchParams } from 'next/navigation';
import { Permitted } from '../access/permitted';
import { pagesOf, useAddressParameter } from '../address/use-address-parameter';
import { addressOf, type AuditFilter } from '../addresses';
import { AdministrationTabs } from '../administration/administration-tabs';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchAuditPages } from './audit-api';
import { AuditDrawer } from './audit-drawer';
import { AuditExport } from './audit-export';
import { holdsText, readAuditFilter } from './audit-filter';
import { AuditFilters } from './audit-filters';
import { AuditRow } from './audit-row';
import { AuditVerificationButton } from './audit-verification';
import classes from './audit.module.css';

const PAGE_SIZE = 50;
const LOOK_EVERY_MS = 15_000;

/** The audit trail, newest first, with the filter of the address. */
export function AuditScreen() {
  const { audit: text, general } = useText();
  const { format } = useLanguage();
  const filter = readAuditFilter(useSearchParams());
  const [askedPages, setPages] = useAddressParameter('pages');
  const pages = pagesOf(askedPages);
  const [opened, setOpened] = useAddressParameter('entry', { as: 'push' });
  const { text: searched, ...asked } = filter;
  const data = useData({
    key: addressOf.audit(asked),
    part: pages,
    load: (signal) => fetchAuditPages(asked, { pages, pageSize: PAGE_SIZE }, signal),
    watch: { tables: ['audit_entry'] },
    everyMs: LOOK_EVERY_MS,
  });
  const items = data.state.kind === 'ready' ? data.state.value.items : [];
  const change = (next: AuditFilter): void => {
    window.history.replaceState(null, '', addressOf.audit(next));
  };
  return (
    <>
      <PageHead
        title={text.title}
        intro={text.intro}
        above={<AdministrationTabs />}
        aside={
          <div className={classes['buttons']}>
            <AuditExport filter={filter} />
            <Permitted permission="audit:read" vertical={PLATFORM_VERTICAL}>
              <AuditVerificationButton />
            </Permitted>
          </div>
        }
      />
      <AuditFilters filter={filter} onChange={change} />
      <DataView data={data}>
        {({ items, nextCursor }) => {
          const shown = items.filter((entry) => holdsText(entry, searched));
          return (
            <>
              {shown.length === 0 ? (
                <NoEntries filtered={addressOf.audit(filter) !== addressOf.audit()} onClear={() => change({})} />
              ) : (
                <>
                  <p className={classes['count']} role="status">
                    {text.shown(format.integer(shown.length))}
                  </p>
                  <ul className={classes['list']}>
                    {shown.map((entry) => (
                      <AuditRow key={entry.sequence} entry={entry} onOpen={() => setOpened(String(entry.sequence))} />
                    ))}
                  </ul>
                </>
              )}
              {nextCursor !== null && (
                <div className={classes['more']}>
                  <Button variant="default" onClick={() => setPages(String(pages + 1))}>
                    {general.more}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </DataView>
      <AuditDrawer
        entry={items.find(({ sequence }) => String(sequence) === opened) ?? null}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

function NoEntries({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const text = useText().audit;
  return (
    <StateMessage
      kind="empty"
      title={filtered ? text.emptyFilterTitle : text.emptyTitle}
      actions={
        filtered && (
          <Button variant="default" onClick={onClear}>
            {text.clearFilters}
          </Button>
        )
      }
    >
      <p>{filtered ? text.emptyFilterBody : text.emptyBody}</p>
    </StateMessage>
  );
}
