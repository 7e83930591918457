// Progressive help only: every page works without this file.
"use strict";
