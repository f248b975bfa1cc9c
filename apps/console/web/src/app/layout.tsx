import '@lintel/ui/styles.css';
import { FirstPaint } from '@lintel/ui';
import { mantineHtmlProps } from '@mantine/core';
import { type Metadata, type Viewport } from 'next';
import { type ReactNode } from 'react';
import { WebShell } from '../shell/web-shell';

export const metadata: Metadata = {
  description: 'Manage the models, jobs, data and streams of Lintel',
  robots: { index: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1a2020' },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <FirstPaint />
      </head>
      <body>
        <WebShell>{children}</WebShell>
      </body>
    </html>
  );
}
