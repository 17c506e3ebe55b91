import type { ReactNode } from 'react';

/** Says why it is empty and offers the one next step. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-14 text-center">
      <span className="grid size-10 place-items-center rounded-lg border border-line bg-sunken text-muted [&_svg]:size-5">
        {icon}
      </span>
      <h3 className="text-sm font-semibold">{title}</h3>
      <p className="text-xs text-muted">{children}</p>
      {action && <div className="mt-1">{action}</div>}
    </div>
  );
}
