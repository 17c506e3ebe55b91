import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Tooltip } from './tooltip.tsx';

const variants = {
  primary: 'bg-solid text-on-solid hover:bg-solid-hover border-transparent',
  accent: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent',
  outline: 'bg-panel text-ink border-line-strong hover:bg-hover data-popup-open:bg-hover',
  ghost:
    'bg-transparent text-body border-transparent hover:bg-hover hover:text-ink data-popup-open:bg-hover data-pressed:bg-accent-soft data-pressed:text-accent-ink',
  danger: 'bg-panel text-bad border-line-strong hover:bg-bad-soft',
};
const sizes = {
  xs: 'h-6 px-2 text-xs gap-1 rounded-[5px] coarse:h-9',
  sm: 'h-7 px-2.5 text-xs gap-1.5 rounded-md coarse:h-10',
  md: 'h-8 px-3 text-sm gap-1.5 rounded-md coarse:h-11',
};
export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  icon?: ReactNode;
}
/** The look of a button, for links that act as one. */
export const buttonClass = ({
  variant = 'outline',
  size = 'sm',
  className,
}: Pick<ButtonProps, 'variant' | 'size' | 'className'> = {}) =>
  cn(
    'inline-flex shrink-0 items-center justify-center border font-medium whitespace-nowrap select-none transition-colors duration-75 disabled:opacity-45 disabled:pointer-events-none [&_svg]:size-3.5 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  );

export function Button({ variant, size, icon, className, children, ...props }: ButtonProps) {
  return (
    <button type="button" className={buttonClass({ variant, size, className })} {...props}>
      {icon}
      {children}
    </button>
  );
}

/** Icon-only button: the label is required and doubles as the tooltip. */
export function IconButton({
  label,
  shortcut,
  size = 'sm',
  variant = 'ghost',
  className,
  children,
  ...props
}: ButtonProps & { label: string; shortcut?: string }) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <Button
        aria-label={label}
        size={size}
        variant={variant}
        className={cn(
          size === 'xs' ? 'w-6 px-0 coarse:w-9' : size === 'sm' ? 'w-7 px-0 coarse:w-10' : 'w-8 px-0 coarse:w-11',
          '[&_svg]:size-4',
          className,
        )}
        {...props}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
