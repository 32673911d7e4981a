"""Every page as everybody finds it by its links, in both languages, now and in the past."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import html5lib
import pytest

from domain.moments import Anchor, Moment, microseconds
from projections.catalogue import LANGUAGES, Language
from service.chronicle.importing import import_chronicle
from service.pages.offers import NEW
from service.rehearsal import logins
from service.rehearsal.cast import cycle_of
from service.rehearsal.rehearsing import rehearse
from service.rehearsal.today import Today, rehearse_today
from service.web.cookies import SESSION_COOKIE
from service.web.resources import RESOURCES
from tests.authority.calls import page_paths
from tests.conftest import NewDatabase
from tests.pages.crawl import ELSEWHERE, Crawl, Kinds, Seen
from tests.pages.markup import Markup, markup_faults
from tests.pages.wording import Wording, said_in
from tests.rooms import ROOT
from tests.web.house import House, new_session, open_house
