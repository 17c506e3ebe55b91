import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Kbd } from './kbd.tsx';

const item =
  'flex min-h-7 cursor-default items-center gap-2 rounded-[5px] px-2 py-1 text-sm text-body outline-none select-none data-highlighted:bg-hover data-highlighted:text-ink data-disabled:opacity-45 [&_svg]:size-3.5 [&_svg]:text-muted coarse:min-h-11';

export function Menu({
  trigger,
  children,
  align = 'start',
  width,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  children: ReactNode;
  align?: 'start' | 'end' | 'center';
  width?: number;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="popup min-w-44 p-1 outline-none" style={{ width }}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
export function MenuItem({
  icon,
  shortcut,
  danger,
  className,
  children,
  ...props
}: Base.Item.Props & { icon?: ReactNode; shortcut?: string; danger?: boolean; className?: string }) {
  return (
    <Base.Item
      className={cn(
        item,
        danger && 'text-bad data-highlighted:bg-bad-soft data-highlighted:text-bad [&_svg]:text-bad',
        className,
      )}
      {...props}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd>{shortcut}</Kbd>}
    </Base.Item>
  );
}
export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <div className="px-2 pt-1.5 pb-1 text-2xs font-medium text-muted">{children}</div>
);
export const MenuSeparator = () => <Base.Separator className="my-1 h-px bg-line" />;
export function MenuRadioGroup<T extends string>({
  value,
  onChange,
  options,
}: {
  value: T;
  onChange: (v: T) => void;
  options: { value: T; label: ReactNode; hint?: ReactNode }[];
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={(v) => onChange(v as T)}>
      {options.map((o) => (
        <Base.RadioItem key={o.value} value={o.value} closeOnClick className={item}>
          <span className="flex-1">
            {o.label}
            {o.hint && <span className="ml-2 text-xs text-muted">{o.hint}</span>}
          </span>
          <Base.RadioItemIndicator>
            <Check className="!text-accent-ink" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
