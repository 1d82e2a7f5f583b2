import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconMoon, IconSun, IconDeviceDesktop, IconUserCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Mark } from '../boot/Mark.tsx';
import { addressOf, PARTS, useRoute } from '../routing.ts';
import { useKeepline } from '../state/useKeepline.ts';
import classes from './TopBar.module.css';

const PAGES = { sessions: 'Sessions', ...PARTS } as const;
const SCHEMES = {
  auto: { next: 'light', words: 'Colours: as the system', Icon: IconDeviceDesktop },
  light: { next: 'dark', words: 'Colours: light', Icon: IconSun },
  dark: { next: 'auto', words: 'Colours: dark', Icon: IconMoon },
} as const;

export function TopBar() {
  const { name, signOut } = useKeepline();
  const { page } = useRoute();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the bar holds only a few of them.
    nav.current?.querySelector(`[data-page=${page}]`)?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [page]);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, words, Icon } = SCHEMES[colorScheme];
  return (
    <header className={classes.bar}>
      <a className={classes.home} href="#/" aria-label="Keepline, home">
        <Mark size={26} />
        <span>Keepline</span>
      </a>
      <nav ref={nav} className={classes.nav} aria-label="Pages">
        {(Object.keys(PAGES) as (keyof typeof PAGES)[]).map((one) => (
          <a key={one} data-page={one} href={addressOf({ page: one })} aria-current={page === one ? 'page' : undefined}>
            {PAGES[one]}
          </a>
        ))}
      </nav>
      <div className={classes.right}>
        <Tooltip label={words}>
          <ActionIcon aria-label={words} onClick={() => setColorScheme(next)}>
            <Icon size={19} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`Account of ${name}`}>
              <IconUserCircle size={21} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{name}</Menu.Label>
            <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
              Sign out
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </header>
  );
}
