import { type ReactNode, type SVGProps } from 'react';

export interface IconProps extends SVGProps<SVGSVGElement> {
  /** Pixels, both ways. Default: 20. */
  readonly size?: number;
}

/** A line drawing on a 24 × 24 grid. It is hidden from screen readers, because the text beside it says the same. */
function icon(drawing: ReactNode) {
  return function Icon({ size = 20, ...props }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        {...props}
      >
        {drawing}
      </svg>
    );
  };
}

/** The logo: two posts and the lintel on them. */
export const LintelMark = icon(
  <g fill="currentColor" stroke="none">
    <rect x="2" y="4" width="20" height="5.5" rx="1" />
    <rect x="5" y="11" width="4.5" height="9.5" rx="1" />
    <rect x="14.5" y="11" width="4.5" height="9.5" rx="1" />
  </g>,
);
export const RecogniseIcon = icon(
  <>
    <path d="M4 8V6a2 2 0 0 1 2-2h2M16 4h2a2 2 0 0 1 2 2v2M20 16v2a2 2 0 0 1-2 2h-2M8 20H6a2 2 0 0 1-2-2v-2" />
    <circle cx="12" cy="12" r="3.5" />
  </>,
);
export const HistoryIcon = icon(
  <>
    <path d="M4.5 9A8 8 0 1 1 4 12M4 4v5h5" />
    <path d="M12 8v4.5l3 1.5" />
  </>,
);
export const ModelIcon = icon(<path d="M4 4v14a2 2 0 0 0 2 2h14M8 15l3.5-4.5 3 2.5L20 6" />);
export const PicturesIcon = icon(
  <>
    <rect x="3" y="6" width="14" height="14" rx="2" />
    <path d="M7 3h12a2 2 0 0 1 2 2v11M3 16l4-4 4 4 2-2 4 4" />
    <circle cx="12.5" cy="10.5" r="1" />
  </>,
);
export const CameraIcon = icon(
  <>
    <path d="M4 8h3l1.5-2.5h7L17 8h3a1.5 1.5 0 0 1 1.5 1.5v8A1.5 1.5 0 0 1 20 19H4a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 4 8Z" />
    <circle cx="12" cy="13" r="3.25" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z" />);
export const ScreenIcon = icon(
  <>
    <rect x="3" y="4" width="18" height="12.5" rx="2" />
    <path d="M9 20.5h6M12 16.5v4" />
  </>,
);
export const LanguageIcon = icon(
  <path d="M3 6h10M8 3.5V6M11 6c-.8 4-3.6 7-7.5 8.5M5.5 9c1 2.5 3.3 4.5 6 5.2M12.5 20.5 16.8 10l4.2 10.5M14 17h5.6" />,
);
export const KeyboardIcon = icon(
  <>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M6.5 14h.01M17.5 14h.01M9.5 14h5" />
  </>,
);
export const TrashIcon = icon(
  <path d="M4.5 7h15M10 11v5.5M14 11v5.5M6 7l.8 11.2A2 2 0 0 0 8.8 20h6.4a2 2 0 0 0 2-1.8L18 7M9 7V5a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v2" />,
);
export const RetryIcon = icon(
  <path d="M19.5 11A7.7 7.7 0 0 0 5.6 7.5L4 9.5M4 4.5v5h5M4.5 13a7.7 7.7 0 0 0 13.9 3.5l1.6-2M20 19.5v-5h-5" />,
);
export const WarningIcon = icon(
  <path d="M12 9v4.5M12 16.8v.01M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z" />,
);
export const EyeIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="2.75" />
  </>,
);
export const EyeOffIcon = icon(
  <path d="M4 4l16 16M9.9 5.7A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.3M6.5 7.3A17.5 17.5 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.3-1.1M10 10a2.75 2.75 0 0 0 4 4" />,
);
export const KeyIcon = icon(
  <>
    <circle cx="8" cy="15.5" r="4" />
    <path d="m11 12.5 8-8M15.5 8l3 3" />
  </>,
);
export const LeaveIcon = icon(<path d="M10 4H5.5v16H10M14.5 8l4 4-4 4M18.5 12H9.5" />);
export const AwayIcon = icon(
  <path d="M3 3l18 18M8.5 8.6A6 6 0 0 0 6.3 10.6 4.2 4.2 0 0 0 7 19h10.5c.7 0 1.3-.2 1.9-.4M21.3 16.3A3.8 3.8 0 0 0 17.8 11h-.6a6 6 0 0 0-5.4-4.3" />,
);
export const ChevronLeftIcon = icon(<path d="m14.5 5.5-6.5 6.5 6.5 6.5" />);
export const ChevronRightIcon = icon(<path d="m9.5 5.5 6.5 6.5-6.5 6.5" />);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8" r="3.5" />
    <path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" />
  </>,
);
export const MoreIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth={3} />);
export const OverviewIcon = icon(<path d="M4 4h7v8H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 15h7v5H4z" />);
export const JobsIcon = icon(<path d="M5 6h.01M5 12h.01M5 18h.01M9 6h11M9 12h7M9 18h9" />);
export const ScheduleIcon = icon(
  <>
    <rect x="4" y="5.5" width="16" height="14.5" rx="2" />
    <path d="M4 10h16M8.5 3.5v4M15.5 3.5v4M12 13v2.5l2 1" />
  </>,
);
export const DatasetIcon = icon(
  <>
    <ellipse cx="12" cy="6" rx="7.5" ry="2.75" />
    <path d="M4.5 6v12c0 1.5 3.4 2.75 7.5 2.75s7.5-1.25 7.5-2.75V6M4.5 12c0 1.5 3.4 2.75 7.5 2.75s7.5-1.25 7.5-2.75" />
  </>,
);
export const StreamsIcon = icon(
  <path d="M3 7c3-3 6-3 9 0s6 3 9 0M3 12.5c3-3 6-3 9 0s6 3 9 0M3 18c3-3 6-3 9 0s6 3 9 0" />,
);
export const DriftIcon = icon(<path d="M3 19c2.5 0 3-9 5.5-9S11.5 19 14 19M9 19c2.5 0 3.5-13 6.5-13S19 19 21.5 19" />);
export const AlertIcon = icon(<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5h4" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const CopyIcon = icon(
  <>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3" />
  </>,
);
export const SortIcon = icon(<path d="m8 9.5 4-4 4 4M8 14.5l4 4 4-4" />);
export const SortUpIcon = icon(<path d="m7 14 5-5 5 5" />);
export const SortDownIcon = icon(<path d="m7 10 5 5 5-5" />);
