'use client';

import { useAction, useLanguage } from '@lintel/ui';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { type AuditFilter } from '../addresses';
import { useText } from '../language/text';
import { fetchAuditUpTo } from './audit-api';
import { auditFile, type AuditFormat } from './audit-file';
import { holdsText } from './audit-filter';
import classes from './audit.module.css';

const MOST_ENTRIES = 10_000;
const TYPES: Readonly<Record<AuditFormat, string>> = { csv: 'text/csv', json: 'application/json' };

/** Saves the filtered entries as a file; they are read page by page in the browser. */
export function AuditExport({ filter }: { readonly filter: AuditFilter }) {
  const text = useText().audit;
  const { format } = useLanguage();
  const { run } = useAction();
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = (as: AuditFormat): void => {
    const cancellation = new AbortController();
    running.current = cancellation;
    setRead(0);
    void run(async () => {
      try {
        const { items, nextCursor } = await fetchAuditUpTo(filter, MOST_ENTRIES, setRead, cancellation.signal);
        const entries = items.filter((entry) => holdsText(entry, filter.text));
        save(auditFile(entries, as), `audit-${new Date().toISOString().slice(0, 10)}.${as}`, TYPES[as]);
        const count = format.integer(entries.length);
        notifications.show({ message: nextCursor === null ? text.exported(count) : text.exportedPart(count) });
      } catch (error) {
        // The person has cancelled it, and knows.
        if (!cancellation.signal.aborted) throw error;
      } finally {
        setRead(null);
      }
    });
  };

  if (read !== null) {
    return (
      <span className={classes['exporting']}>
        <span role="status">{text.exporting(format.integer(read))}</span>
        <Button variant="default" onClick={() => running.current?.abort()}>
          {text.stopExport}
        </Button>
      </span>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" title={text.exportHint}>
          {text.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => start('csv')}>{text.exportCsv}</Menu.Item>
        <Menu.Item onClick={() => start('json')}>{text.exportJson}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function save(content: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
