import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export interface TabDef<T extends string> {
  value: T;
  label: ReactNode;
  count?: ReactNode;
}

export function Tabs<T extends string>({
  value,
  onChange,
  tabs,
  children,
  className,
  listClassName,
}: {
  value: T;
  onChange: (v: T) => void;
  tabs: TabDef<T>[];
  children?: ReactNode;
  className?: string;
  listClassName?: string;
}) {
  return (
    <Base.Root value={value} onValueChange={(v) => onChange(v as T)} className={className}>
      <Base.List className={cn('no-scrollbar relative flex gap-4 overflow-x-auto border-b border-line', listClassName)}>
        {tabs.map((t) => (
          <Base.Tab
            key={t.value}
            value={t.value}
            className="flex h-9 shrink-0 items-center gap-1.5 text-sm font-medium whitespace-nowrap text-muted outline-none hover:text-ink focus-visible:rounded data-active:text-ink coarse:h-11"
          >
            {t.label}
            {t.count != null && <span className="num rounded bg-hover px-1 text-2xs text-muted">{t.count}</span>}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-ink transition-all duration-100" />
      </Base.List>
      {children}
    </Base.Root>
  );
}
export const TabPanel = ({
  value,
  children,
  className,
}: {
  value: string;
  children: ReactNode;
  className?: string;
}) => (
  <Base.Panel value={value} className={cn('outline-none', className)}>
    {children}
  </Base.Panel>
);
